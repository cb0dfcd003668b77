package dev.orderpipeline.http.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one instance says about itself, as instances send it to each other. Times are milliseconds
/// of the epoch.
///
/// @param address under which other instances reach it
/// @param active orders on their way, suspended ones not counted, against `activeLimit`
/// @param pending orders taken in that wait for room
/// @param suspendedCount all of them; `suspended` has the oldest
/// @param intake what keeps the input closed; nothing if nobody has ordered it
/// @param recent the last orders that got their outcome here
public record InstanceView(
    String address,
    long at,
    boolean running,
    boolean intakeClosed,
    int active,
    int activeLimit,
    int pending,
    List<State> states,
    FlowHistory.Outcomes outcomes,
    List<Recent> recent,
    int suspendedCount,
    List<Suspended> suspended,
    List<GatewayLane> lanes,
    @Nullable Directive intake) {

  public InstanceView {
    states = List.copyOf(states);
    recent = List.copyOf(recent);
    suspended = List.copyOf(suspended);
    lanes = List.copyOf(lanes);
  }

  /// The orders in one state.
  ///
  /// @param inFlight of them, those with a call that has left
  /// @param waiting backing off, or about to call
  /// @param parked kept back by a breaker, a limit or a pause; they use no attempt
  /// @param suspended waiting for a person
  /// @param perSecond that came into the state lately
  /// @param oldestAt in the state since; nothing if there is none
  public record State(
      String state,
      int orders,
      int inFlight,
      int waiting,
      int parked,
      int suspended,
      double perSecond,
      @Nullable Long oldestAt,
      @Nullable String oldestOrder) {}

  /// @param tookMillis from admission to the outcome
  public record Recent(
      String orderId, String state, @Nullable String failure, long at, long tookMillis) {}

  /// What an operator, or the brake, has ordered.
  ///
  /// @param kind `PAUSE`, `BRAKE` or `RECOVERY`
  public record Directive(String kind, long since, String by, String why) {}

  public record Suspended(String orderId, String reason, long since, String deadLetterId) {}

  /// A gateway on a lane, as in [dev.orderpipeline.gateways.GateStatus].
  public record GatewayLane(
      String gateway,
      String lane,
      String breaker,
      long since,
      int inFlight,
      int limit,
      boolean paused,
      @Nullable Directive pause,
      @Nullable Double failureRatePercent,
      @Nullable Double p50Millis,
      @Nullable Double p95Millis) {}
}
