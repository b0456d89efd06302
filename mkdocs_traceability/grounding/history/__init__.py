"""Ask git what was there before: which commit took something away, and where it went."""
