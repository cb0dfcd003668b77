package dev.orderpipeline.stream;

import java.time.Duration;

/// What every node is told.
///
/// @param sessionTimeout after which the group gives a silent member's partitions away
record NodeSettings(String placedTopic, SnapshotHeaders headers, Duration sessionTimeout) {}
