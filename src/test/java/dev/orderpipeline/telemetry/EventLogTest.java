package dev.orderpipeline.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.TestOrders;
import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.InputRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// What is logged of orders, in the words of the encoders that are shipped.
class EventLogTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LoggerContext shipped = new LoggerContext();
  private final Logger logger = (Logger) LoggerFactory.getLogger(EventLog.class);
  private final Lines lines = new Lines();
  private final EventLog log = new EventLog(() -> new LineLimit(1_000, System::nanoTime));

  /// Encodes at once, as an appender does.
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> written = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before it is started
    private Encoder<ILoggingEvent> encoder;

    @Override
    protected void append(ILoggingEvent event) {
      written.add(new String(encoder.encode(event), UTF_8));
    }
  }

  @BeforeEach
  void listen() {
    lines.encoder = encoder("json");
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    shipped.stop();
  }

  private Encoder<ILoggingEvent> encoder(String format) {
    shipped.reset();
    shipped.putProperty("ORDER_PIPELINE_LOG_FORMAT", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(shipped);
    try {
      configurator.doConfigure(
          Objects.requireNonNull(EventLog.class.getClassLoader().getResource("logback.xml")));
    } catch (JoranException e) {
      throw new IllegalStateException(e);
    }
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>)
            Objects.requireNonNull(shipped.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(format));
    return appender.getEncoder();
  }

  private JsonNode only() {
    assertThat(lines.written).hasSize(1);
    String line = lines.written.getFirst();
    assertThat(line).endsWith("\n").containsOnlyOnce("\n");
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  @Test
  void theLineOfAnOrderJoinsItsTrace() {
    Story story = new Story("o-1").validated(Duration.ZERO).charged(Duration.ofSeconds(1));
    log.published(story.called().deadlinePassed().order());
    JsonNode line = only();
    assertThat(line.path("trace_id").asText()).isEqualTo(Story.TRACE_ID);
    assertThat(line.path("span_id").asText()).isEqualTo(Story.SPAN_ID);
    assertThat(line.path("order_id").asText()).isEqualTo("o-1");
    assertThat(line.path("state").asText()).isEqualTo("COMPENSATING");
    assertThat(line.path("step").asText()).isEqualTo(story.step().label());
    assertThat(line.path("duration_ms").isNumber()).isTrue();
    assertThat(line.path("duration_ms").asLong()).isEqualTo(Duration.ofMinutes(20).toMillis());
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("message").asText()).isEqualTo("COMPENSATING: deadline_exceeded");
    assertThat(line.path("timestamp").asText()).isNotEmpty();
  }

  @Test
  void noLineHasContentsOfTheOrder() {
    logger.setLevel(Level.DEBUG);
    Story story = new Story("o-1").validated(Duration.ZERO).charged(Duration.ZERO);
    log.published(story.outOfStock(Duration.ZERO).order());
    log.refused(story.order(), new Effect.Refuse("Redrive", StateName.COMPENSATING, "no"));
    assertThat(lines.written).hasSize(2);
    assertThat(lines.written).noneMatch(line -> line.contains("c-7") || line.contains("pm_1"));
    assertThat(lines.written).noneMatch(line -> line.contains("SKU-1") || line.contains("4990"));
  }

  @Test
  void whatGoesAsUsualIsNotLogged() {
    Story story = new Story("o-1").validated(Duration.ZERO);
    log.published(story.order());
    log.published(story.charged(Duration.ZERO).order());
    log.published(story.outOfStock(Duration.ZERO).order());
    log.published(new Story("o-2").order());
    assertThat(lines.written).isEmpty();
  }

  @Test
  void aDeadLetterJoinsTheTraceOfTheRecordItCameFrom() {
    InputRecord record =
        new InputRecord(
            new SourcePosition("orders.placed", 3, 4),
            TestOrders.START,
            null,
            "secret".getBytes(UTF_8),
            Optional.of("00-" + Story.TRACE_ID + "-" + Story.SPAN_ID + "-01"),
            Optional.empty());
    log.deadLettered(
        new DeadLetter(
            "orders.placed-3-4",
            "not_json",
            "message",
            Optional.empty(),
            Optional.of(record),
            Optional.empty(),
            Optional.empty(),
            TestOrders.START));
    JsonNode line = only();
    assertThat(line.path("trace_id").asText()).isEqualTo(Story.TRACE_ID);
    assertThat(line.path("message").asText()).isEqualTo("dead letter orders.placed-3-4: not_json");
    assertThat(line.toString()).doesNotContain("secret");
  }

  @Test
  void nothingOfALineIsLeftForTheNext() {
    log.published(new Story("o-1").validated(Duration.ZERO).called().deadlinePassed().order());
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void peopleReadALineOfText() {
    lines.encoder = encoder("text");
    log.published(new Story("o-1").validated(Duration.ZERO).called().deadlinePassed().order());
    assertThat(lines.written).hasSize(1);
    assertThat(lines.written.getFirst())
        .contains("INFO  EventLog - COMPENSATING: deadline_exceeded", "order_id=o-1", "duration_ms")
        .doesNotContain("{");
  }

  @Test
  void aFloodIsCutAndItsLengthTold() {
    long[] now = {0};
    EventLog limited = new EventLog(() -> new LineLimit(2, () -> now[0]));
    for (int i = 0; i < 10; i++) {
      limited.late("o-1", "Answered");
    }
    now[0] = Duration.ofSeconds(2).toNanos();
    limited.late("o-1", "Answered");
    assertThat(lines.written).hasSize(4);
    assertThat(lines.written.get(2)).contains("8 lines like the next were left out");
  }

  @Test
  void noFloodOfOthersHidesAWarning() {
    EventLog limited = new EventLog(() -> new LineLimit(2, () -> 0));
    for (int i = 0; i < 10; i++) {
      limited.late("o-1", "Answered");
    }
    limited.deadLettered(
        new DeadLetter(
            "o-1:4",
            "suspended",
            "message",
            Optional.of("o-1"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            TestOrders.START));
    assertThat(lines.written.getLast()).contains("dead letter o-1:4: suspended");
  }
}
