# Written by infra/customer/template.ts out of the documents of POST /buckets/instructions.

terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  root = var.path == "" ? "" : "${var.path}/"

  path_policy = <<JSON
{
  "Version": "2012-10-17",
  "Id": "WandBAccess",
  "Statement": [
    {
      "Sid": "WandBObjects",
      "Effect": "Allow",
      "Principal": {
        "AWS": "${var.wandb_principal}"
      },
      "Action": [
        "s3:GetObject*",
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:PutObject"
      ],
      "Resource": "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}/${local.root}*",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/wandb:OrgID": "${var.org_id}"
        }
      }
    },
    {
      "Sid": "WandBLists",
      "Effect": "Allow",
      "Principal": {
        "AWS": "${var.wandb_principal}"
      },
      "Action": [
        "s3:ListBucket",
        "s3:ListBucketVersions"
      ],
      "Resource": "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/wandb:OrgID": "${var.org_id}"
        },
        "StringLike": {
          "s3:prefix": "${local.root}*"
        }
      }
    },
    {
      "Sid": "WandBBucketReads",
      "Effect": "Allow",
      "Principal": {
        "AWS": "${var.wandb_principal}"
      },
      "Action": [
        "s3:GetEncryptionConfiguration",
        "s3:GetBucketCORS",
        "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
        "s3:ListBucketMultipartUploads"
      ],
      "Resource": "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/wandb:OrgID": "${var.org_id}"
        }
      }
    }
  ]
}
JSON

  whole_bucket_policy = <<JSON
{
  "Version": "2012-10-17",
  "Id": "WandBAccess",
  "Statement": [
    {
      "Sid": "WandBObjects",
      "Effect": "Allow",
      "Principal": {
        "AWS": "${var.wandb_principal}"
      },
      "Action": [
        "s3:GetObject*",
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:PutObject"
      ],
      "Resource": "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}/*",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/wandb:OrgID": "${var.org_id}"
        }
      }
    },
    {
      "Sid": "WandBLists",
      "Effect": "Allow",
      "Principal": {
        "AWS": "${var.wandb_principal}"
      },
      "Action": [
        "s3:ListBucket",
        "s3:ListBucketVersions"
      ],
      "Resource": "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/wandb:OrgID": "${var.org_id}"
        }
      }
    },
    {
      "Sid": "WandBBucketReads",
      "Effect": "Allow",
      "Principal": {
        "AWS": "${var.wandb_principal}"
      },
      "Action": [
        "s3:GetEncryptionConfiguration",
        "s3:GetBucketCORS",
        "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
        "s3:ListBucketMultipartUploads"
      ],
      "Resource": "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}",
      "Condition": {
        "StringEquals": {
          "aws:PrincipalTag/wandb:OrgID": "${var.org_id}"
        }
      }
    }
  ]
}
JSON

  key_policy = <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Internal",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"
      },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Sid": "External",
      "Effect": "Allow",
      "Principal": {
        "AWS": "${var.wandb_principal}"
      },
      "Action": [
        "kms:Decrypt",
        "kms:Describe*",
        "kms:Encrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "kms:ViaService": "s3.${data.aws_region.current.id}.${data.aws_partition.current.dns_suffix}",
          "aws:PrincipalTag/wandb:OrgID": "${var.org_id}"
        }
      }
    }
  ]
}
JSON
}

resource "aws_s3_bucket" "wandb" {
  bucket = var.bucket_name

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "wandb" {
  bucket                  = aws_s3_bucket.wandb.id
  block_public_acls       = true
  ignore_public_acls      = true
  block_public_policy     = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "wandb" {
  bucket = aws_s3_bucket.wandb.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_cors_configuration" "wandb" {
  bucket = aws_s3_bucket.wandb.id

  cors_rule {
    allowed_headers = ["*"]
    allowed_methods = ["GET", "HEAD", "PUT"]
    allowed_origins = var.frontend_origins
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "wandb" {
  bucket = aws_s3_bucket.wandb.id

  rule {
    id     = "wandb-abort-incomplete-uploads"
    status = "Enabled"

    filter {
      prefix = local.root
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_kms_key" "wandb" {
  count               = var.create_key ? 1 : 0
  description         = "Encrypts the bucket for Weights & Biases"
  enable_key_rotation = true
  policy              = local.key_policy

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "wandb" {
  count  = var.create_key ? 1 : 0
  bucket = aws_s3_bucket.wandb.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.wandb[0].arn
    }
  }
}

resource "aws_s3_bucket_policy" "wandb" {
  bucket     = aws_s3_bucket.wandb.id
  policy     = local.root == "" ? local.whole_bucket_policy : local.path_policy
  depends_on = [aws_s3_bucket_public_access_block.wandb]
}
