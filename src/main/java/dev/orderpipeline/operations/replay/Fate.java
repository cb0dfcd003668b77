package dev.orderpipeline.operations.replay;

/// What publishing a record of `orders.placed` again would come to.
public enum Fate {
  /// The order has its outcome: nothing.
  FINISHED("already finished: nothing to do"),
  /// The order is on its way: nothing.
  IN_PROGRESS("in progress: nothing to do"),
  /// The pipeline has not read the record yet: it will.
  NOT_READ_YET("not read by the pipeline yet: it will be"),
  /// The record, or another one of its order, is published again already, or will be.
  REPEATED("published again already: nothing to do"),
  /// It has a dead letter, and those have their own way back.
  DEAD_LETTERED("dead-lettered: see `dead-letters`, nothing to do here"),
  /// It is no order.
  NO_ORDER("no order: nothing to do"),
  /// The order is unknown: it would run.
  RUNS("unknown: would run"),
  /// The order is unknown, and the gateways may have forgotten its keys: nobody calls for it.
  TOO_OLD("unknown, but older than the gateways remember keys: would not call, needs a decision");

  private final String words;

  Fate(String words) {
    this.words = words;
  }

  /// For people.
  public String words() {
    return words;
  }
}
