"""What every service shares, and nothing else.

Admission: two services use it, and but for money, pricing and migrations it knows no shop noun.
"""
