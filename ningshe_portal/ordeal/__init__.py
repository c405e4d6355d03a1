"""bin/ordeal's part inside the portal: providers, windows, a person who helps, and the count."""
