package dev.orderpipeline.gateways;

import static dev.orderpipeline.gateways.BreakerSignal.FAILURE;
import static dev.orderpipeline.gateways.BreakerSignal.NEITHER;
import static dev.orderpipeline.gateways.BreakerSignal.SUCCESS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.orderpipeline.domain.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerClassifierTest {

  private static final Duration CAP = Duration.ofSeconds(60);
  private static final GatewayRequest CHARGE = Requests.charge("/v2/charges");
  private static final GatewayRequest QUERY = Requests.query("/v2/charges/by-key/k");

  private final ManualClock clock = new ManualClock();
  private final AnswerClassifier classifier = new AnswerClassifier(clock, CAP);

  static Stream<Arguments> table() {
    return Stream.of(
        // confirmed, or what only looks like it
        arguments(CHARGE, ok(200, "{\"status\":\"CAPTURED\"}"), Requests.CONFIRMED, SUCCESS),
        arguments(CHARGE, ok(201, "{\"status\":\"CAPTURED\"}"), Requests.CONFIRMED, SUCCESS),
        arguments(QUERY, ok(200, "{\"status\":\"CAPTURED\"}"), Requests.CONFIRMED, SUCCESS),
        arguments(CHARGE, ok(200, "<html>login</html>"), unknown("garbage_body"), FAILURE),
        arguments(CHARGE, ok(204, ""), unknown("garbage_body"), FAILURE),
        arguments(QUERY, ok(200, "{}"), unknown("garbage_body"), FAILURE),
        arguments(
            CHARGE,
            new Exchange.Replied(
                200, Optional.empty(), Optional.empty(), "CAPTURED".getBytes(UTF_8), false),
            unknown("garbage_body"),
            FAILURE),
        // declined, or a proxy that does not know the way
        arguments(CHARGE, problem(402, "card_declined"), declined("card_declined"), SUCCESS),
        arguments(CHARGE, problem(404, "no_such_card"), declined("no_such_card"), SUCCESS),
        arguments(CHARGE, problem(410, "key_barred"), declined("key_barred"), SUCCESS),
        arguments(CHARGE, problem(422, "out_of_stock"), declined("out_of_stock"), SUCCESS),
        arguments(CHARGE, bare(402, null), unknown("http_402"), FAILURE),
        arguments(CHARGE, bare(404, null), unknown("http_404"), FAILURE),
        arguments(CHARGE, bare(410, null), unknown("http_410"), FAILURE),
        arguments(CHARGE, bare(422, null), unknown("http_422"), FAILURE),
        arguments(QUERY, bare(404, null), new Answer.Absent(), SUCCESS),
        arguments(QUERY, problem(404, "not_found"), new Answer.Absent(), SUCCESS),
        // in flight
        arguments(CHARGE, problem(409, "request_in_flight"), inFlight(Optional.empty()), NEITHER),
        arguments(
            CHARGE,
            problem(409, "request_in_flight", "2"),
            inFlight(Optional.of(Duration.ofSeconds(2))),
            NEITHER),
        // our mistakes
        arguments(CHARGE, problem(409, "version_conflict"), rejected("version_conflict"), NEITHER),
        arguments(CHARGE, bare(409, null), bareRejected("http_409"), NEITHER),
        arguments(
            CHARGE,
            problem(422, "idempotency_key_reused"),
            rejected("idempotency_key_reused"),
            NEITHER),
        arguments(CHARGE, problem(400, "bad_amount"), rejected("bad_amount"), NEITHER),
        arguments(CHARGE, bare(400, null), bareRejected("http_400"), NEITHER),
        arguments(CHARGE, bare(302, null), bareRejected("http_302"), NEITHER),
        arguments(CHARGE, bare(405, null), bareRejected("http_405"), NEITHER),
        arguments(CHARGE, bare(413, null), bareRejected("http_413"), NEITHER),
        // credentials
        arguments(CHARGE, bare(401, null), new Answer.Unavailable("http_401"), FAILURE),
        arguments(CHARGE, problem(403, "expired"), new Answer.Unavailable("expired"), FAILURE),
        // try later
        arguments(CHARGE, bare(429, null), later("http_429", Optional.empty()), NEITHER),
        arguments(
            CHARGE, bare(429, "1"), later("http_429", Optional.of(Duration.ofSeconds(1))), NEITHER),
        arguments(
            CHARGE,
            problem(503, "draining", "5"),
            later("draining", Optional.of(Duration.ofSeconds(5))),
            FAILURE),
        arguments(CHARGE, bare(503, null), unknown("http_503"), FAILURE),
        arguments(CHARGE, bare(503, "soon"), unknown("http_503"), FAILURE),
        // who knows
        arguments(CHARGE, bare(408, null), unknown("http_408"), FAILURE),
        arguments(CHARGE, bare(500, null), unknown("http_500"), FAILURE),
        arguments(CHARGE, problem(500, "card_declined"), unknown("http_500"), FAILURE),
        arguments(CHARGE, bare(501, null), unknown("http_501"), FAILURE),
        arguments(CHARGE, bare(502, null), unknown("http_502"), FAILURE),
        arguments(CHARGE, bare(504, null), unknown("http_504"), FAILURE),
        arguments(CHARGE, bare(599, null), unknown("http_599"), FAILURE),
        arguments(CHARGE, bare(999, null), unknown("http_999"), FAILURE),
        arguments(CHARGE, bare(101, null), unknown("http_101"), FAILURE),
        // no reply
        arguments(
            CHARGE,
            new Exchange.NotSent("unknown_host"),
            new Answer.NotSent("unknown_host"),
            FAILURE),
        arguments(
            CHARGE,
            new Exchange.NoReply("response_timeout"),
            new Answer.Unknown("response_timeout", false),
            FAILURE));
  }

  @ParameterizedTest
  @MethodSource("table")
  void classifies(GatewayRequest request, Exchange exchange, Answer answer, BreakerSignal signal) {
    assertThat(classifier.classify(request, exchange)).isEqualTo(new Classified(answer, signal));
  }

  /// Whatever the status, only these may be taken for "it had no effect" or "it had its effect".
  @Test
  void onlyKnownStatusesAreDefinite() {
    IntStream.rangeClosed(100, 999)
        .forEach(status -> {
          Answer answer = classifier.classify(CHARGE, bare(status, null)).answer();
          boolean definite = !(answer instanceof Answer.Unknown(String _, boolean _));
          boolean known =
              status == 429
                  || (status >= 300
                      && status < 500
                      && !IntStream.of(402, 404, 408, 410, 422).anyMatch(s -> s == status));
          assertThat(definite).as("status %s: %s", status, answer).isEqualTo(known);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "7",
        "{\"code\":\"\"}",
        "{\"code\":null}",
        "{\"code\":{\"a\":1}}",
        "{\"title\":\"no\"}"
      })
  void problemWithoutCodeIsNoBusinessAnswer(String body) {
    Exchange reply = reply(402, "application/problem+json", null, body);
    assertThat(classifier.classify(CHARGE, reply)).isEqualTo(failure(unknown("http_402")));
  }

  @Test
  void deeplyNestedProblemIsNoBusinessAnswer() {
    String body = "{\"code\":\"card_declined\",\"x\":" + "[".repeat(20_000);
    Exchange reply = reply(402, "application/problem+json", null, body);
    assertThat(classifier.classify(CHARGE, reply)).isEqualTo(failure(unknown("http_402")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/html", "application/problem+xml"})
  void onlyAProblemDocumentIsABusinessAnswer(String contentType) {
    Exchange reply = reply(402, contentType, null, "{\"code\":\"card_declined\"}");
    assertThat(classifier.classify(CHARGE, reply)).isEqualTo(failure(unknown("http_402")));
  }

  @Test
  void contentTypeMayHaveParametersAndCapitals() {
    Exchange reply =
        reply(402, "Application/Problem+JSON; charset=utf-8", null, "{\"code\":\"declined\"}");
    assertThat(classifier.classify(CHARGE, reply).answer())
        .isEqualTo(new Answer.Declined("declined", ""));
  }

  @Test
  void codesAndMessagesFromTheWireAreMadeSafe() {
    String body =
        "{\"code\":\"Card Declined\\n%s\",\"detail\":\"line one\\nline two %s\"}"
            .formatted("x".repeat(5000), "y".repeat(5000));
    Answer answer =
        classifier.classify(CHARGE, reply(402, "application/problem+json", null, body)).answer();
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Declined.class,
            declined -> {
              assertThat(declined.code())
                  .hasSize(Problem.MAX_CODE)
                  .startsWith("card_declined_x")
                  .matches("[a-z0-9_.-]+");
              assertThat(declined.message())
                  .hasSize(Problem.MAX_MESSAGE)
                  .startsWith("line one line two y");
            });
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "0, PT0S",
        "' 7 ', PT7S",
        "60, PT60S",
        "61, PT60S",
        "99999999999999999999999, PT60S",
        "-1, none",
        "1.5, none",
        "soon, none",
        "'', none",
        "'Fri, 02 Jan 2026 03:04:35 GMT', PT30S",
        "'Fri, 02 Jan 2026 03:00:00 GMT', PT0S",
        "'Sat, 02 Jan 2027 03:00:00 GMT', PT60S",
        "'Xyz, 99 Jan 2027 03:00:00 GMT', none"
      })
  void readsRetryAfter(String header, @Nullable Duration expected) {
    Answer answer = classifier.classify(CHARGE, bare(429, header)).answer();
    assertThat(answer).isEqualTo(later("http_429", Optional.ofNullable(expected)));
  }

  private static Classified failure(Answer answer) {
    return new Classified(answer, FAILURE);
  }

  private static Exchange ok(int status, String body) {
    return reply(status, "application/json", null, body);
  }

  private static Exchange bare(int status, @Nullable String retryAfter) {
    return reply(status, "text/html", retryAfter, "<html></html>");
  }

  private static Exchange problem(int status, String code) {
    return problem(status, code, null);
  }

  private static Exchange problem(int status, String code, @Nullable String retryAfter) {
    String body = "{\"code\":\"%s\",\"title\":\"title\",\"detail\":\"detail\"}".formatted(code);
    return reply(status, "application/problem+json", retryAfter, body);
  }

  private static Exchange reply(
      int status, String contentType, @Nullable String retryAfter, String body) {
    return new Exchange.Replied(
        status,
        Optional.of(contentType),
        Optional.ofNullable(retryAfter),
        body.getBytes(UTF_8),
        true);
  }

  private static Answer unknown(String code) {
    return new Answer.Unknown(code, true);
  }

  private static Answer declined(String code) {
    return new Answer.Declined(code, "detail");
  }

  private static Answer rejected(String code) {
    return new Answer.Rejected(code, "detail");
  }

  private static Answer bareRejected(String code) {
    return new Answer.Rejected(code, "");
  }

  private static Answer inFlight(Optional<Duration> retryAfter) {
    return new Answer.InFlight(retryAfter);
  }

  private static Answer later(String code, Optional<Duration> retryAfter) {
    return new Answer.TryLater(code, retryAfter);
  }
}
