/** A field of `storageBucket` that an admin fills in. */
export interface FormField {
  name: string;
  required: boolean;
}

/** What an admin fills in for a bucket, as fields or as one address (spec §3 and §5). */
export interface ProviderForm {
  fields: readonly FormField[];
  address: { format: string; example: string };
}

export const required = (name: string): FormField => ({ name, required: true });
export const optional = (name: string): FormField => ({ name, required: false });
