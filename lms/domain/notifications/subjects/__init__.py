"""What is told about each subject: to whom, and where it leads; the table of it all is in `notices`."""
