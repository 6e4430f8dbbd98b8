import type { IMetric } from "aws-cdk-lib/aws-cloudwatch";

/** An alarm, named by what users suffer. */
export interface AlarmPlan {
  name: string;
  metric: IMetric;
  /** The alarm goes off at this value and above it. */
  from: number;
  /** Of so many periods of five minutes, so many have to be bad. */
  periods: { bad: number; of: number };
  /** What users suffer, in one sentence. */
  suffers: string;
  /** What to do first, in one sentence. */
  first: string;
}

export const AT_ONCE = { bad: 1, of: 1 };
export const FOR_A_WHILE = { bad: 3, of: 3 };
