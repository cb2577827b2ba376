"""What a basket is and what it comes to; knows neither the web nor SQL."""
