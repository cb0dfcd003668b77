package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Order;

/// What a stage asks of whatever runs it. All of it becomes visible with the next commit, or never.
public interface StagePort {

  /// Hands on to another stage, which has dealt with it when this returns.
  void handOn(StageName to, Handover handover);

  /// Writes a snapshot to the topic of the state it is in.
  void publish(Order order, byte[] snapshot);

  void deadLetter(DeadLetter letter);

  /// Sets how often the stage is to be ticked from now on.
  void tick(Tick tick);
}
