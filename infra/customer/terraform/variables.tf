# Written by infra/customer/template.ts out of the documents of POST /buckets/instructions.

variable "org_id" {
  type        = string
  description = "The organisation's id at Weights & Biases, as GET /providers shows it: only sessions for this organisation are let in."

  validation {
    condition     = length(var.org_id) <= 256 && can(regex("^[A-Za-z0-9 _.:/=+@-]+$", var.org_id))
    error_message = "The organisation's id has letters, digits, spaces and _.:/=+@- only."
  }
}

variable "bucket_name" {
  type        = string
  description = "The name of the new bucket."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "The bucket's name has 3 to 63 lower-case letters, digits and hyphens, the first and the last no hyphen."
  }
}

variable "path" {
  type        = string
  description = "The folder of the team in the bucket; empty for the whole bucket."
  default     = ""

  validation {
    condition     = length(var.path) <= 256 && can(regex("^([A-Za-z0-9][A-Za-z0-9_.=+-]*(/[A-Za-z0-9][A-Za-z0-9_.=+-]*)*)?$", var.path))
    error_message = "The path has no slash at its ends; its parts begin with a letter or a digit and have letters, digits and _.=+- only."
  }
}

variable "frontend_origins" {
  type        = list(string)
  description = "The origins of the Weights & Biases front end, as a browser shows them."

  validation {
    condition     = length(var.frontend_origins) > 0 && alltrue([for item in var.frontend_origins : can(regex("^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$", item))])
    error_message = "An origin is https://<host>, with no slash at its end."
  }
}

variable "wandb_principal" {
  type        = string
  description = "The ARN of Weights & Biases' role, as GET /providers shows it; the multi-tenant service's unless given."
  default     = "arn:aws:iam::725579432336:role/WandbIntegration"

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/[A-Za-z0-9_+=,.@/-]+)$", var.wandb_principal))
    error_message = "The principal is the ARN of a role or of an account."
  }
}

variable "create_key" {
  type        = bool
  description = "Whether to make a KMS key for the bucket; without one S3 encrypts by itself (SSE-S3)."
  default     = true
}
