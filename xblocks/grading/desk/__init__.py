"""Pages of those who grade: queue, one work, jury, comments, downloads."""
