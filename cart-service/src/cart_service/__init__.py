"""The basket of the shop on the web: what a shopper wants, kept until it is paid for, at the shop's prices."""
