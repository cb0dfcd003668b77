package dev.orderpipeline.config;

import java.util.OptionalInt;

/// How the topics are named and made.
///
/// @param partitions 1 … 10,000
/// @param statePartitions 1 … 10,000; empty for one for each broker, up to 3 and to `partitions`
/// @param replication 1 … 32; empty for the smaller of 3 and the number of brokers
public record TopicSettings(
    String prefix, int partitions, OptionalInt statePartitions, OptionalInt replication) {

  public TopicSettings {
    Check.matches("prefix", prefix, "[A-Za-z0-9._-]{0,200}", "at most 200 of A-Z a-z 0-9 . _ -");
    Check.between("partitions", partitions, 1, 10_000);
    statePartitions.ifPresent(n -> Check.between("state-partitions", n, 1, 10_000));
    replication.ifPresent(r -> Check.between("replication", r, 1, 32));
  }
}
