"""What a batch writes: the output folder, 汇总.xlsx, notes and drafts to the units."""
