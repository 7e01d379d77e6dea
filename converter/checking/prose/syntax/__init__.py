"""What a sentence lacks, has too often or in the wrong order."""
