export interface FederatedCredential {
  name: string;
  issuer: string;
  subject: string;
  audiences: string[];
}

/**
 * Lets a token of W&B's issuer stand for the customer's managed identity. Issuer and subject are compared letter by
 * letter with the token's, the slash at the issuer's end included.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
 */
export function federatedCredential({
  issuer,
  subject,
}: {
  issuer: string;
  subject: string;
}): FederatedCredential {
  return { name: "wandb-byob", issuer, subject, audiences: ["api://AzureADTokenExchange"] };
}
