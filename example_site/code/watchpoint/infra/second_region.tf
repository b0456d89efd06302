# What waits in the second region for a failover: a copy of the database, and nothing that runs.

variable "primary_database" {
  type        = string
  description = "The database that is copied"
}

resource "aws_db_instance" "standby" {
  identifier          = "watchpoint-standby"
  replicate_source_db = var.primary_database
  instance_class      = "db.t4g.medium"
  skip_final_snapshot = true
}

output "standby_endpoint" {
  value = aws_db_instance.standby.endpoint
}
