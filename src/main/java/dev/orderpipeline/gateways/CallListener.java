package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Step;

/// Hears of calls to gateways, for metrics. Called on the threads that make and end the calls: must
/// not block, and must not throw, which would turn the call's answer into an unknown one.
public interface CallListener {

  /// Hears nothing.
  CallListener NONE =
      new CallListener() {
        @Override
        public void started(Step step, String method) {}

        @Override
        public void ended(Step step, String method, Answer answer, long durationNanos) {}
      };

  /// A call begins.
  ///
  /// @param method `POST` for an effect, `GET` for a status query
  void started(Step step, String method);

  /// A call has ended. Not called for a call that a bug has ended.
  ///
  /// @param answer its code may come from the gateway: safe to print, but not one of a fixed set
  /// @param durationNanos from the call's start, the wait for a connection included
  void ended(Step step, String method, Answer answer, long durationNanos);
}
