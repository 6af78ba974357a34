"""What trainers review: queue, claims, reviews, jury, scores – for any exercise."""
