"""Every statement of the shop; none of them commits."""
