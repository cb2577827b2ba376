"""What a basket costs now, and why: for whoever asks before a sale, and for the sale itself."""
