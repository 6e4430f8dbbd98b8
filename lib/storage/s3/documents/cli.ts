import { shellWord } from "../../shell-word.ts";

/** A bucket as AWS's CLI has to be told of it. */
export interface CliTarget {
  bucketName: string;
  region?: string | undefined;
  /** For a store that is not AWS. */
  endpoint?: string | undefined;
}

/** A call of `aws s3api`; the arguments are words of a shell already. https://docs.aws.amazon.com/cli/latest/reference/s3api/ */
export function s3apiCommand(target: CliTarget, verb: string, ...args: string[]): string {
  return [`aws s3api ${verb} --bucket ${shellWord(target.bucketName)}`, ...whereabouts(target), ...args].join(
    " ",
  );
}

/** The options that lead AWS's CLI to the store and its region. */
export function whereabouts({ region, endpoint }: Omit<CliTarget, "bucketName">): string[] {
  return [
    ...(endpoint === undefined ? [] : [`--endpoint-url ${shellWord(endpoint)}`]),
    ...(region === undefined ? [] : [`--region ${shellWord(region)}`]),
  ];
}
