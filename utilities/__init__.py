"""Water, power, gas and network: the utilities that are hooked up, not helpers."""
