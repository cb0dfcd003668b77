package dev.orderpipeline.bench;

import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.process.Children;

/// What all contestants have in common: one broker.
///
/// @param latency of everybody's gateways
/// @param children the broker, and what each contestant starts as a part of its own
record Venue(String bootstrap, Topics topics, String latency, Children children) {}
