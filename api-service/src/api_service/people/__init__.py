"""People: the customers, by whatever name or id they are looked for."""
