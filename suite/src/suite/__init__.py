"""The command `mercato`: one door to start, stop, fill, inspect, measure and test the whole suite."""
