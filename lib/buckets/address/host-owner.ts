const SUFFIXES = {
  AWS: ["amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "api.aws", "on.aws"],
  // cwlota.com is CoreWeave's cache inside its clusters.
  COREWEAVE: ["cwobject.com", "cwlota.com"],
  GCP: ["googleapis.com", "storage.cloud.google.com"],
  AZURE: [
    "core.windows.net",
    "core.chinacloudapi.cn",
    "core.usgovcloudapi.net",
    "core.cloudapi.de",
    "storage.azure.net",
  ],
} as const;

export type HostOwner = keyof typeof SUFFIXES;

/** EC2 machines and load balancers: customers run stores of their own behind these names. */
const CUSTOMERS_OWN = /\.(?:compute(?:-1)?|elb|elb\.[a-z]+(?:-[a-z]+)+-\d+)\.amazonaws\.com(?:\.cn)?$/;

/**
 * The provider that a host (without port) belongs to, whatever scheme or provider was written beside it;
 * undefined for every other host.
 */
export function hostOwner(host: string): HostOwner | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (CUSTOMERS_OWN.test(name)) return undefined;
  for (const owner of ["AWS", "COREWEAVE", "GCP", "AZURE"] as const) {
    if (SUFFIXES[owner].some((suffix) => name === suffix || name.endsWith(`.${suffix}`))) return owner;
  }
  return undefined;
}
