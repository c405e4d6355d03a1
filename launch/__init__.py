"""What stands behind bin/serve and bin/test: making the machine ready, and starting and stopping programs."""
