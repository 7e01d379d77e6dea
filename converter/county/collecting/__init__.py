"""What a folder, its zip files and mails hold."""
