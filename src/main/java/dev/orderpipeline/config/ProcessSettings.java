package dev.orderpipeline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// This process as a member of the pipeline.
///
/// @param instanceId empty if it is to be made and kept, see [InstanceId]
/// @param threads stream threads, 1 … 256
/// @param commitInterval 1 ms … 30 s
/// @param standbyReplicas 0 … 10
public record ProcessSettings(
    Path stateDir,
    Optional<String> instanceId,
    int threads,
    Duration commitInterval,
    int standbyReplicas) {

  public ProcessSettings {
    instanceId.ifPresent(
        id -> Check.matches("instance-id", id, InstanceId.SHAPE, InstanceId.ALLOWED));
    Check.between("threads", threads, 1, 256);
    Check.between("commit-interval", commitInterval, Duration.ofMillis(1), Duration.ofSeconds(30));
    Check.between("standby-replicas", standbyReplicas, 0, 10);
  }
}
