package dev.orderpipeline.bench.measure;

import org.apache.kafka.common.utils.Utils;

/// Which partition a key goes to, by the rule that all Kafka clients share.
public final class Partitions {

  private Partitions() {}

  public static int of(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
