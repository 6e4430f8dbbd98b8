# Written by infra/customer/template.ts out of the documents of POST /buckets/instructions.

output "storage_bucket" {
  description = "storageBucket of POST /buckets/validate and POST /teams"

  value = jsonencode({
    provider = "AWS"
    name     = var.bucket_name
    path     = var.path
    region   = data.aws_region.current.id
    kmsKeyId = var.create_key ? aws_kms_key.wandb[0].arn : ""
  })
}

output "key_arn" {
  description = "The key's ARN; null where none is made"
  value       = one(aws_kms_key.wandb[*].arn)
}
