package dev.orderpipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path dir;

  @Test
  void defaultsAreThoseOfTheContract() {
    Settings settings = settings(Map.of());
    assertThat(settings.pipelineId()).isEqualTo("order-pipeline");
    assertThat(settings.kafka().clientProperties())
        .isEqualTo(Map.of("bootstrap.servers", "localhost:9092"));
    assertThat(settings.topics())
        .isEqualTo(new TopicSettings("orders.", 12, OptionalInt.empty(), OptionalInt.empty()));
    assertThat(settings.process().instanceId()).isEmpty();
    assertThat(settings.process().commitInterval()).isEqualTo(Duration.ofMillis(20));
    assertThat(settings.process().threads())
        .isEqualTo(SettingsTree.usualThreads(Runtime.getRuntime().availableProcessors()));
    assertThat(IntStream.of(1, 2, 3, 8).map(SettingsTree::usualThreads))
        .containsExactly(1, 1, 2, 4);
    assertThat(settings.orders())
        .isEqualTo(
            new OrderSettings(
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                Duration.ofHours(1),
                Duration.ofHours(72),
                10_000));
    assertThat(settings.forward())
        .isEqualTo(new RetrySettings(Duration.ofMillis(200), Duration.ofSeconds(30), 8));
    assertThat(settings.compensation())
        .isEqualTo(new RetrySettings(Duration.ofSeconds(1), Duration.ofSeconds(60), 3));
    assertThat(settings.payments()).isEqualTo(settings.inventory());
    assertThat(settings.payments().forward().concurrency()).isEqualTo(1000);
    assertThat(settings.payments().compensation().concurrency()).isEqualTo(64);
    assertThat(settings.rules().allowedCurrencies()).isEqualTo(Currency.getAvailableCurrencies());
    assertThat(settings.http().port()).isEqualTo(8080);
  }

  @Test
  void theCommandLineGoesOverTheEnvironmentOverTheFile() throws IOException {
    Path file = file("threads = 2", "http.port = 2", "active-limit = 2");
    var environment =
        Map.of("ORDER_PIPELINE_HTTP_PORT", "3", "ORDER_PIPELINE_ACTIVE_LIMIT", "3", "HOME", "/");
    Settings settings =
        usable(
            new SettingsLoader(environment).load(Optional.of(file), Map.of("active-limit", "4")));
    assertThat(settings.process().threads()).isEqualTo(2);
    assertThat(settings.http().port()).isEqualTo(3);
    assertThat(settings.orders().activeLimit()).isEqualTo(4);
  }

  @Test
  void theEnvironmentNamesOfTheContractAreKnown() {
    Settings settings =
        settings(
            Map.of(
                "ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS", "a:1,b:2",
                "ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", "https://pay.example/api",
                "ORDER_PIPELINE_GATEWAYS_PAYMENTS_TOKEN", "t1",
                "ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", "http://stock.example:81",
                "ORDER_PIPELINE_GATEWAYS_INVENTORY_TOKEN", "t2",
                "ORDER_PIPELINE_HTTP_PORT", "0",
                "ORDER_PIPELINE_HTTP_ADMIN_TOKEN", "t3-0123456789abcdef",
                "ORDER_PIPELINE_STATE_DIR", "/var/lib/op",
                "ORDER_PIPELINE_TOPIC_PREFIX", "eu.orders.",
                "ORDER_PIPELINE_INSTANCE_ID", "pod-0"));
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("a:1,b:2");
    assertThat(settings.payments().url()).isEqualTo(URI.create("https://pay.example/api"));
    assertThat(settings.payments().token()).contains(new Secret("t1"));
    assertThat(settings.inventory().url()).isEqualTo(URI.create("http://stock.example:81"));
    assertThat(settings.inventory().token()).contains(new Secret("t2"));
    assertThat(settings.http().port()).isZero();
    assertThat(settings.http().adminToken()).contains(new Secret("t3-0123456789abcdef"));
    assertThat(settings.process().stateDir()).isEqualTo(Path.of("/var/lib/op"));
    assertThat(settings.topics().prefix()).isEqualTo("eu.orders.");
    assertThat(settings.process().instanceId()).contains("pod-0");
  }

  @Test
  void passesOtherKafkaSettingsToTheClients() throws IOException {
    Path file = file("kafka.linger.ms = 5", "kafka.security.protocol = PLAINTEXT");
    var environment = Map.of("ORDER_PIPELINE_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    Settings settings = usable(new SettingsLoader(environment).load(Optional.of(file), Map.of()));
    assertThat(settings.kafka().extra())
        .isEqualTo(Map.of("linger.ms", "5", "security.protocol", "SASL_SSL"));
  }

  @Test
  void namesAnUnknownKeyItsOriginAndTheNearestKnownButNotTheValue() throws IOException {
    Path file = file("gateways.payment.token = s3cret");
    var environment = Map.of("ORDER_PIPELINE_HTTP_ADMINTOKEN", "s3cret");
    assertThat(messages(new SettingsLoader(environment).load(Optional.of(file), Map.of())))
        .containsExactly(
            "unknown setting ORDER_PIPELINE_HTTP_ADMINTOKEN (environment variable): did you mean"
                + " ORDER_PIPELINE_HTTP_ADMIN_TOKEN?",
            "unknown setting gateways.payment.token (file "
                + file
                + "): did you mean gateways.payments.token?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          threads                                 | many     | a whole number
          threads                                 | 0        | a whole number from 1 to 256
          http.port                               | 70000    | a whole number from 0 to 65535
          order-deadline                          | 15       | a duration such as 200ms, 30s, 15m, 24h or 7d
          key-retention-margin                    | 24h      | 'a duration shorter than key-retention, 24h'
          gateways.payments.url                   | ftp://x  | http://host:port or https://host:port, with a path if need be
          gateways.inventory.http2                | yes      | true or false
          gateways.payments.forward.breaker.probes| -1       | a whole number from 1 to 10000
          retry.forward.base                      | 31s      | a duration from 1ms to 30s
          rules.allowed-currencies                | EUR,XYY  | ISO 4217 codes separated by commas, or all
          kafka.bootstrap.servers                 | kafka    | host:port, separated by commas
          topic.replication                       | 0        | a whole number from 1 to 32
          topic.state-partitions                  | 0        | a whole number from 1 to 10000
          """)
  void quotesABadValueAndSaysWhatIsAllowed(String key, String value, String allowed) {
    assertThat(messages(new SettingsLoader(Map.of()).load(Optional.empty(), Map.of(key, value))))
        .containsExactly("%s is '%s' (command line): allowed is %s".formatted(key, value, allowed));
  }

  @Test
  void namesTheVariableABadValueCameFrom() {
    var environment = Map.of("ORDER_PIPELINE_GATEWAYS_PAYMENTS_FORWARD_CONCURRENCY", "lots");
    assertThat(messages(new SettingsLoader(environment).load(Optional.empty(), Map.of())))
        .containsExactly(
            "gateways.payments.forward.concurrency is 'lots' (environment variable"
                + " ORDER_PIPELINE_GATEWAYS_PAYMENTS_FORWARD_CONCURRENCY): allowed is a whole"
                + " number");
  }

  @Test
  void saysThatAFileCannotBeRead() {
    Path missing = dir.resolve("missing.properties");
    assertThat(messages(new SettingsLoader(Map.of()).load(Optional.of(missing), Map.of())))
        .singleElement()
        .asString()
        .startsWith("cannot read the settings in " + missing);
  }

  @Test
  void neverPrintsASecret() {
    Settings settings =
        settings(
            Map.of(
                "ORDER_PIPELINE_GATEWAYS_PAYMENTS_TOKEN", "s3cret-1",
                "ORDER_PIPELINE_HTTP_ADMIN_TOKEN", "s3cret-2-0123456789",
                "ORDER_PIPELINE_KAFKA_SASL_JAAS_CONFIG", "s3cret-3"));
    assertThat(settings.toString()).doesNotContain("s3cret").contains("***", "sasl.jaas.config");
    var withUser = Map.of("gateways.payments.url", "http://me:s3cret@pay.example");
    assertThat(messages(new SettingsLoader(Map.of()).load(Optional.empty(), withUser)))
        .singleElement()
        .asString()
        .doesNotContain("s3cret");
  }

  @Test
  void aTokenThatCanBeGuessedIsRefusedAndNotPrinted() {
    var weak = Map.of("http.admin-token", "s3cret");
    assertThat(messages(new SettingsLoader(Map.of()).load(Optional.empty(), weak)))
        .singleElement()
        .asString()
        .contains("http.admin-token", "16")
        .doesNotContain("s3cret");
  }

  @Test
  void certificateAndKeyGoTogether() {
    var half = Map.of("http.tls.certificate", "server.pem");
    assertThat(messages(new SettingsLoader(Map.of()).load(Optional.empty(), half)))
        .singleElement()
        .asString()
        .contains("http.tls.key");
  }

  private static Settings settings(Map<String, String> environment) {
    return usable(new SettingsLoader(environment).load(Optional.empty(), Map.of()));
  }

  private static Settings usable(LoadedSettings loaded) {
    return switch (loaded) {
      case LoadedSettings.Usable usable -> usable.settings();
      case LoadedSettings.Unusable unusable -> throw new AssertionError(unusable.toString());
    };
  }

  private static List<String> messages(LoadedSettings loaded) {
    return switch (loaded) {
      case LoadedSettings.Usable usable -> throw new AssertionError(usable.toString());
      case LoadedSettings.Unusable unusable ->
          unusable.problems().stream().map(ConfigProblem::message).toList();
    };
  }

  private Path file(String... lines) throws IOException {
    return Files.write(dir.resolve("settings.properties"), List.of(lines));
  }
}
