import { type App, Aws, CfnOutput, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Kept } from "../data-stack.ts";
import type { Service } from "../service-stack.ts";
import type { Settings } from "../settings.ts";
import type { AlarmPlan } from "./alarm-plan.ts";
import { causeAlarms } from "./cause-alarms.ts";
import { createDashboard } from "./dashboard.ts";
import { namespaceOf } from "./metrics.ts";
import { requestAlarms } from "./request-alarms.ts";

/** The alarms, each named by what users suffer, and the dashboard. The topic that they speak to is the operator's. */
export function createWatchStack(
  app: App,
  { stage, alarmTopicArn }: Settings,
  { table }: Kept,
  service: Service,
): Stack {
  const stack = new Stack(app, `byob-${stage}-watch`, {
    description: `BYOB ${stage}: alarms and dashboard`,
  });
  const action =
    alarmTopicArn === undefined
      ? undefined
      : new SnsAction(Topic.fromTopicArn(stack, "AlarmTopic", alarmTopicArn));
  const namespace = namespaceOf(stage);
  const plans = [
    ...requestAlarms(service.functions, service.stage, namespace),
    ...causeAlarms(table, namespace),
  ];
  const alarms = plans.map((plan) => {
    const alarm = createAlarm(stack, `byob-${stage}-${plan.name}`, plan);
    if (action !== undefined) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    return alarm;
  });
  createDashboard(stack, `byob-${stage}`, service, table, alarms, namespace);
  new CfnOutput(stack, "DashboardUrl", {
    value: `https://console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/byob-${stage}`,
  });
  return stack;
}

function createAlarm(
  stack: Stack,
  alarmName: string,
  { name, metric, from, periods, suffers, first }: AlarmPlan,
): Alarm {
  return new Alarm(stack, name, {
    alarmName,
    alarmDescription: `${suffers} First: ${first}`,
    metric,
    threshold: from,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: periods.of,
    datapointsToAlarm: periods.bad,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
