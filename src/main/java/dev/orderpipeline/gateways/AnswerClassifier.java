package dev.orderpipeline.gateways;

import static dev.orderpipeline.gateways.Classified.failure;
import static dev.orderpipeline.gateways.Classified.neither;
import static dev.orderpipeline.gateways.Classified.success;

import dev.orderpipeline.domain.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The one place that says what a gateway's answer means. The table:
///
/// | what happened | answer | breaker |
/// |---|---|---|
/// | 2xx, body matches the request | Confirmed | success |
/// | 2xx otherwise | Unknown, answered | failure |
/// | 402, 404, 410, 422 with a problem code | Declined | success |
/// | 402, 404, 410, 422 without one (a proxy's page) | Unknown, answered | failure |
/// | 404 to a status query | Absent | success |
/// | 409 `request_in_flight` | InFlight | neither |
/// | 422 `idempotency_key_reused`, 400, any other 409, 3xx and 4xx | Rejected | neither |
/// | 401, 403 | Unavailable | failure |
/// | 429 | TryLater | neither |
/// | 503 with Retry-After | TryLater | failure |
/// | 503 without it, 408, every other status | Unknown, answered | failure |
/// | not sent | NotSent | failure |
/// | sent, and no complete reply | Unknown, not answered | failure |
///
/// A doubt is always settled as Unknown: it costs a retry with the same key, where a wrong "no"
/// would cost the customer's money.
public final class AnswerClassifier {

  private static final String IN_FLIGHT = "request_in_flight";
  private static final String KEY_REUSED = "idempotency_key_reused";

  private final Clock clock;
  private final Duration maxRetryAfter;

  /// Makes a classifier; one serves any number of threads.
  ///
  /// @param clock reads a Retry-After given as a date
  /// @param maxRetryAfter the longest wait that a gateway may ask of us; longer ones are cut
  public AnswerClassifier(Clock clock, Duration maxRetryAfter) {
    this.clock = clock;
    this.maxRetryAfter = maxRetryAfter;
  }

  public Classified classify(GatewayRequest request, Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(String code) -> failure(new Answer.NotSent(code));
      case Exchange.NoReply(String code) -> failure(new Answer.Unknown(code, false));
      case Exchange.Replied reply ->
          isSuccess(reply.status()) ? confirmed(request, reply) : refused(request, reply);
    };
  }

  private static Classified confirmed(GatewayRequest request, Exchange.Replied reply) {
    Optional<Answer.Confirmed> confirmation =
        reply.complete() ? request.confirmation().apply(reply.body()) : Optional.empty();
    return confirmation
        .map(Classified::success)
        .orElseGet(() -> failure(new Answer.Unknown("garbage_body", true)));
  }

  private Classified refused(GatewayRequest request, Exchange.Replied reply) {
    Optional<Problem> problem = Problem.read(reply);
    String code = problem.map(Problem::code).orElse("http_" + reply.status());
    return switch (reply.status()) {
      case 401, 403 -> failure(new Answer.Unavailable(code));
      case 404 -> isStatusQuery(request) ? success(new Answer.Absent()) : decline(problem, reply);
      case 402, 410 -> decline(problem, reply);
      case 422 -> code.equals(KEY_REUSED) ? reject(problem, code) : decline(problem, reply);
      case 409 ->
          code.equals(IN_FLIGHT)
              ? neither(new Answer.InFlight(retryAfter(reply)))
              : reject(problem, code);
      case 429 -> neither(new Answer.TryLater(code, retryAfter(reply)));
      case 503 -> overloaded(reply, code);
      // A proxy that gave up on the gateway says 408 too, and the gateway may have acted by then.
      case 408 -> unknown(reply);
      default -> isOurMistake(reply.status()) ? reject(problem, code) : unknown(reply);
    };
  }

  /// Only the gateway itself writes problem documents with a code; a bare 404 may come from
  /// anything on the way to it.
  private static Classified decline(Optional<Problem> problem, Exchange.Replied reply) {
    return problem
        .map(p -> success(new Answer.Declined(p.code(), p.message())))
        .orElseGet(() -> unknown(reply));
  }

  private static Classified reject(Optional<Problem> problem, String code) {
    return neither(new Answer.Rejected(code, problem.map(Problem::message).orElse("")));
  }

  /// Whoever names a time to come back has refused the request. Without one, a proxy may be
  /// speaking for a gateway that has already acted.
  private Classified overloaded(Exchange.Replied reply, String code) {
    Optional<Duration> retryAfter = retryAfter(reply);
    return retryAfter.isPresent() ? failure(new Answer.TryLater(code, retryAfter)) : unknown(reply);
  }

  private static Classified unknown(Exchange.Replied reply) {
    return failure(new Answer.Unknown("http_" + reply.status(), true));
  }

  private Optional<Duration> retryAfter(Exchange.Replied reply) {
    return reply
        .retryAfter()
        .flatMap(value -> RetryAfter.read(value, clock.instant(), maxRetryAfter));
  }

  private static boolean isStatusQuery(GatewayRequest request) {
    return request.method().equals("GET");
  }

  private static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  private static boolean isOurMistake(int status) {
    return status >= 300 && status < 500;
  }
}
