package dev.orderpipeline.domain;

import java.time.Duration;
import java.util.Optional;

/// What is known about one request after it ended, sorted by what may already have happened at the
/// gateway. Produced in one place (the gateways' classification), read in one place (the machine).
public sealed interface Answer {

  Classification classification();

  /// A short code for records, metrics and logs, never free text from the wire.
  String code();

  /// The request has taken effect, now or at an earlier attempt with the same key.
  ///
  /// @param status the gateway's word for it: `CAPTURED`, `RESERVED`, `REFUNDED`,
  ///   `NOTHING_TO_REFUND` …
  /// @param reference the gateway's id of the effect (`transactionId`, `refundId` …), if there is
  ///   one
  record Confirmed(String status, Optional<String> reference) implements Answer {
    @Override
    public Classification classification() {
      return Classification.CONFIRMED;
    }

    @Override
    public String code() {
      return "confirmed";
    }
  }

  /// A definite no for a business reason: this request has had no effect and will have none.
  record Declined(String code, String message) implements Answer {
    @Override
    public Classification classification() {
      return Classification.NON_RETRYABLE;
    }
  }

  /// A definite no to this request because it is wrong: malformed, or its key is taken by another
  /// payload, which may have had an effect.
  record Rejected(String code, String message) implements Answer {
    @Override
    public Classification classification() {
      return Classification.NON_RETRYABLE;
    }
  }

  /// The gateway is still working on an earlier request with the same key.
  record InFlight(Optional<Duration> retryAfter) implements Answer {
    @Override
    public Classification classification() {
      return Classification.IN_FLIGHT;
    }

    @Override
    public String code() {
      return "request_in_flight";
    }
  }

  /// The gateway does not accept our credentials; this request had no effect.
  record Unavailable(String code) implements Answer {
    @Override
    public Classification classification() {
      return Classification.UNAVAILABLE;
    }
  }

  /// The gateway refused to work on the request now; it had no effect.
  record TryLater(String code, Optional<Duration> retryAfter) implements Answer {
    @Override
    public Classification classification() {
      return Classification.RETRYABLE;
    }
  }

  /// No byte of the request reached the gateway.
  record NotSent(String code) implements Answer {
    @Override
    public Classification classification() {
      return Classification.RETRYABLE;
    }
  }

  /// The request may or may not have taken effect.
  ///
  /// @param answered whether the gateway answered at all (a 500, garbage) or not (time-out, reset)
  record Unknown(String code, boolean answered) implements Answer {
    @Override
    public Classification classification() {
      return Classification.RETRYABLE;
    }
  }

  /// A status query found nothing under the key. This is no proof of absence while a request with
  /// that key may still be on its way.
  record Absent() implements Answer {
    @Override
    public Classification classification() {
      return Classification.NON_RETRYABLE;
    }

    @Override
    public String code() {
      return "not_found";
    }
  }
}
