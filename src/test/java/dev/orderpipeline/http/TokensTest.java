package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.config.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

  private static final String ADMIN = "admin-0123456789abcdef";
  private static final String READ = "read-0123456789abcdef";

  @TempDir Path dir;

  @Test
  void theAdminsTokenIsGoodForEverythingAndTheOthersForTheirOwn() throws IOException {
    Tokens tokens =
        Tokens.of(HttpServer.settings(Map.of("http.admin-token", ADMIN, "http.read-token", READ)));
    assertThat(tokens.rights(ADMIN)).containsExactlyInAnyOrder(Right.values());
    assertThat(tokens.rights(READ)).containsExactly(Right.READ);
    assertThat(tokens.rights("")).isEmpty();
    assertThat(tokens.rights(ADMIN + "x")).isEmpty();
    assertThat(tokens.guards(Right.PLACE)).isFalse();
    assertThat(tokens.guards(Right.READ)).isTrue();
  }

  @Test
  void whatInstancesShowEachOtherIsNotTheAdminsToken() throws IOException {
    Tokens tokens = Tokens.of(HttpServer.settings(Map.of("http.admin-token", ADMIN)));
    String peer = tokens.peer().orElseThrow();
    assertThat(peer).isNotEqualTo(ADMIN);
    assertThat(tokens.rights(peer)).isEmpty();
    assertThat(tokens.isPeer(peer)).isTrue();
    assertThat(tokens.isPeer(ADMIN)).isFalse();
  }

  @Test
  void aTokenCanBeInAFile() throws IOException {
    Path file = Files.writeString(dir.resolve("token"), ADMIN + "\n");
    Tokens tokens =
        Tokens.of(HttpServer.settings(Map.of("http.admin-token-file", file.toString())));
    assertThat(tokens.rights(ADMIN)).contains(Right.ADMIN);
  }

  @Test
  void aFileThatHoldsNoTokenIsNamed() throws IOException {
    Path empty = Files.writeString(dir.resolve("empty"), "");
    for (Path file : new Path[] {empty, dir.resolve("missing")}) {
      HttpSettings settings = HttpServer.settings(Map.of("http.admin-token-file", file.toString()));
      assertThatThrownBy(() -> Tokens.of(settings))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void whereOthersCanConnectThereMustBeAToken() throws IOException {
    HttpSettings open = HttpServer.settings(Map.of("http.host", "0.0.0.0"));
    assertThatThrownBy(() -> Tokens.of(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("0.0.0.0", "ORDER_PIPELINE_HTTP_ADMIN_TOKEN");
    assertThat(Tokens.of(HttpServer.settings(Map.of())).peer()).isEqualTo(Optional.empty());
  }
}
