package dev.orderpipeline.stream.topics;

import java.util.List;

/// The names of the pipeline's topics: a prefix and what each is for.
///
/// @param prefix usually `orders.`
public record TopicNames(String prefix) {

  /// Kafka allows 249 characters in a topic name; the longest of ours adds 12.
  private static final int MAX_PREFIX_LENGTH = 200;

  public TopicNames {
    if (prefix.length() > MAX_PREFIX_LENGTH || !prefix.matches("[A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "topic prefix must be at most "
              + MAX_PREFIX_LENGTH
              + " of A-Z a-z 0-9 . _ -, was '"
              + prefix
              + "'");
    }
  }

  /// Input: OrderPlaced.
  public String placed() {
    return prefix + "placed";
  }

  /// Input: what operators ask for.
  public String commands() {
    return prefix + "commands";
  }

  public String validating() {
    return prefix + "validating";
  }

  public String charging() {
    return prefix + "charging";
  }

  public String reserving() {
    return prefix + "reserving";
  }

  public String compensating() {
    return prefix + "compensating";
  }

  /// Outcome: OrderCompleted.
  public String completed() {
    return prefix + "completed";
  }

  /// Outcome: OrderFailed.
  public String failed() {
    return prefix + "failed";
  }

  /// What could not be processed.
  public String deadLetter() {
    return prefix + "dead-letter";
  }

  /// What operators have done and ordered: pauses, the fate of dead letters, replays. The latest
  /// word on each subject; one partition, so that all of it has one order.
  public String operations() {
    return prefix + "operations";
  }

  /// What the pipeline reads.
  public List<String> inputs() {
    return List.of(placed(), commands());
  }

  /// The topics of snapshots, outcomes among them.
  public List<String> states() {
    return List.of(validating(), charging(), reserving(), compensating(), completed(), failed());
  }

  /// The topics of states that an order leaves again.
  List<String> onTheWay() {
    return List.of(validating(), charging(), reserving(), compensating());
  }

  /// Every topic, in the order an order meets them.
  public List<String> all() {
    return List.of(
        placed(),
        commands(),
        validating(),
        charging(),
        reserving(),
        compensating(),
        completed(),
        failed(),
        deadLetter(),
        operations());
  }
}
