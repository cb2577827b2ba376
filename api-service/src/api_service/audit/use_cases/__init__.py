"""What the auditor does: `auditing` runs it and hands out reports, `gathering` asks the other stores."""
