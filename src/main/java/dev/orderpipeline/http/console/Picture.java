package dev.orderpipeline.http.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pipeline at one moment, all instances together: one frame of the console. Times are
/// milliseconds of the epoch.
///
/// @param complete false while an instance does not answer or a partition is nobody's: then the
///   counts are too low
/// @param outcomes nothing if no instance has answered
/// @param lag records of the input that are not committed as read; nothing if Kafka does not say
/// @param deadLetters changes when there is a new dead letter
/// @param intake what keeps the input closed at some instance; nothing if nobody has ordered it
/// @param switches of the demo's simulated faults; nothing anywhere else
public record Picture(
    String pipeline,
    long at,
    boolean complete,
    int partitions,
    int ownedPartitions,
    List<Instance> instances,
    int active,
    int activeLimit,
    int pending,
    boolean intakeClosed,
    List<InstanceView.State> states,
    FlowHistory.@Nullable Outcomes outcomes,
    List<InstanceView.Recent> recent,
    int suspendedCount,
    List<InstanceView.Suspended> suspended,
    List<Gateway> gateways,
    @Nullable Lag lag,
    @Nullable String deadLetters,
    @Nullable List<Switch> switches,
    InstanceView.@Nullable Directive intake) {

  /// @param address `host:port`
  /// @param self whether it is the one that answers
  /// @param answers whether it has answered in time; if not, the rest is unknown
  public record Instance(
      String address,
      boolean self,
      boolean answers,
      boolean running,
      List<Integer> partitions,
      int active,
      boolean intakeClosed) {
    public Instance {
      partitions = List.copyOf(partitions);
    }
  }

  /// A gateway on a lane over all instances; each has a breaker of its own.
  ///
  /// @param breaker the worst of them, since the earliest
  /// @param open at how many instances it is not closed
  /// @param of how many instances there are
  /// @param p50Millis of the slowest instance
  /// @param p95Millis of the slowest instance
  public record Gateway(
      String gateway,
      String lane,
      String breaker,
      long since,
      int open,
      int of,
      int paused,
      InstanceView.@Nullable Directive pause,
      int inFlight,
      int limit,
      @Nullable Double failureRatePercent,
      @Nullable Double p50Millis,
      @Nullable Double p95Millis) {}

  public record Lag(long records, long at) {}

  public record Switch(String id, String label, String hint, boolean on) {}
}
