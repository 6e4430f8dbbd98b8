import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { type AlarmPlan, AT_ONCE, FOR_A_WHILE } from "./alarm-plan.ts";
import { problems, refusedByTable } from "./metrics.ts";

const SOME = 3;

/** What the functions and the table say of why something fails. */
export function causeAlarms(table: Table, namespace: string): AlarmPlan[] {
  return [
    {
      name: "NobodyCanLogIn",
      metric: problems(namespace, "auth.keys_unavailable"),
      from: SOME,
      periods: AT_ONCE,
      suffers: "No token can be verified, so that every request is refused with 503.",
      first: "Open jwksUrl from outside: the issuer is down, or its address has changed.",
    },
    {
      name: "CustomersBucketsCannotBeReached",
      metric: problems(namespace, "credentials.unavailable"),
      from: SOME,
      periods: AT_ONCE,
      suffers:
        "Teams get no URLs because the keys of their buckets cannot be had: STS, KMS or Entra ID does not give them.",
      first:
        "Read the error beside the code credentials.unavailable in presign's log; if STS or KMS denies, look for a change of the integration role, of its trust or of the sealing key in CloudTrail.",
    },
    {
      name: "StoresDoNotAnswer",
      metric: problems(namespace, "store.unavailable"),
      from: 10,
      periods: FOR_A_WHILE,
      suffers:
        "Large uploads cannot be begun, completed or aborted, because stores do not answer this service.",
      first:
        "See in presign's log whether it is one team's store, which is its admin's, or one provider's, whose status page will say.",
    },
    {
      name: "RegisteredStoresAreGone",
      metric: problems(namespace, "store.not_registered"),
      from: 1,
      periods: AT_ONCE,
      suffers: "Teams get no URLs because their store is no longer among the registered ones.",
      first:
        "Compare the secret of registeredStoresArn with its previous version, and put the missing address back.",
    },
    {
      name: "RequestsFailForUnknownReasons",
      metric: problems(namespace, "internal"),
      from: 1,
      periods: AT_ONCE,
      suffers: "Somebody got a 500 that only we can explain.",
      first:
        "Find the code internal in the functions' logs: the error beside it is a fault of ours or of an AWS service.",
    },
    {
      name: "BindingsCannotBeRead",
      metric: refusedByTable(table, "Read", ["GetItem", "Query"]),
      from: 1,
      periods: AT_ONCE,
      suffers: "Uploads and downloads of teams that no process has in its cache fail or are slow.",
      first:
        "If reads are throttled, look for a maximum of read units on the table and for one organisation that lists in a loop; else see the AWS Health Dashboard.",
    },
    {
      name: "BindingsCannotBeWritten",
      metric: refusedByTable(table, "Write", ["PutItem", "UpdateItem"]),
      from: 1,
      periods: AT_ONCE,
      suffers: "Teams cannot be created, changed or deleted; uploads and downloads go on.",
      first:
        "If writes are throttled, look for a maximum of write units on the table and for a script that creates teams; else see the AWS Health Dashboard.",
    },
  ];
}
