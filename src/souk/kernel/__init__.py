"""What every floor stands on and no word of the business."""
