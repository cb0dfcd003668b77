package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.gateways.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that cannot be used are found when the server starts, not when somebody connects.
class TlsTest {

  @TempDir static Path dir;
  private static TestCertificate one;
  private static TestCertificate other;

  @BeforeAll
  static void make() {
    one = TestCertificate.create();
    other = TestCertificate.create();
  }

  @Test
  void aFileThatCannotBeUsedIsNamedWithItsSetting() throws IOException {
    Path garbage = Files.writeString(dir.resolve("garbage.pem"), "none");
    Path missing = dir.resolve("missing.pem");
    for (Path file : new Path[] {garbage, missing, one.keyPem()}) {
      refused("http.tls.trusted", file);
      refused("http.tls.certificate", file);
    }
    for (Path file : new Path[] {garbage, missing, one.pem()}) {
      refused("http.tls.key", file);
    }
  }

  @Test
  void severalCertificatesMayBeTrusted() throws IOException {
    Path both =
        Files.writeString(
            dir.resolve("both.pem"), Files.readString(one.pem()) + Files.readString(other.pem()));
    assertThatCode(() -> listen("http.tls.trusted", both)).doesNotThrowAnyException();
  }

  private static void refused(String setting, Path file) {
    assertThatThrownBy(() -> listen(setting, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(file.toString());
  }

  private static void listen(String setting, Path file) throws IOException {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "http.tls.certificate", one.pem().toString(),
                "http.tls.key", one.keyPem().toString()));
    settings.put(setting, file.toString());
    Api.listen(HttpServer.settings(settings)).close();
  }
}
