package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.config.HttpSettings;
import dev.orderpipeline.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The bearer tokens and what they allow. Only digests are compared, all of them, in a time that
/// does not depend on what was sent.
final class Tokens {

  private static final String PEER_PURPOSE = "order-pipeline: one instance asks another";

  private final Map<Right, byte[]> digests = new EnumMap<>(Right.class);
  private final Optional<String> peer;

  private Tokens(HttpSettings settings, Optional<String> admin) {
    admin.ifPresent(token -> digests.put(Right.ADMIN, digest(token)));
    settings.readToken().ifPresent(token -> digests.put(Right.READ, digest(token.reveal())));
    settings.placeToken().ifPresent(token -> digests.put(Right.PLACE, digest(token.reveal())));
    this.peer = admin.map(Tokens::derived);
  }

  /// Reads what is set.
  ///
  /// @throws IOException if the file cannot be read or holds no token
  /// @throws IllegalArgumentException if there is no admin token and others than this machine's own
  ///   processes could connect
  static Tokens of(HttpSettings settings) throws IOException {
    Optional<String> admin = settings.adminToken().map(Secret::reveal);
    if (settings.adminTokenFile().isPresent()) {
      admin = Optional.of(read(settings.adminTokenFile().get()));
    }
    if (admin.isEmpty() && !isLoopback(settings.host())) {
      throw new IllegalArgumentException(
          "http.host is %s, where others can connect, and there is no admin token: set"
                  .formatted(settings.host())
              + " ORDER_PIPELINE_HTTP_ADMIN_TOKEN (or http.admin-token-file), or http.host to"
              + " 127.0.0.1");
    }
    return new Tokens(settings, admin);
  }

  private static String read(Path file) throws IOException {
    String token;
    try {
      token = Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("http.admin-token-file %s cannot be read: %s".formatted(file, e), e);
    }
    if (token.length() < HttpSettings.MIN_TOKEN_LENGTH) {
      throw new IOException(
          "http.admin-token-file %s holds %d characters, at least %d are needed"
              .formatted(file, token.length(), HttpSettings.MIN_TOKEN_LENGTH));
    }
    return token;
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// Whether the right asks for a token. ADMIN always does; without one nobody has it.
  boolean guards(Right right) {
    return right == Right.ADMIN || digests.containsKey(right);
  }

  boolean has(Right right) {
    return digests.containsKey(right);
  }

  /// What a token allows; the admin's is good for everything.
  Set<Right> rights(String token) {
    byte[] sent = digest(token);
    Set<Right> rights = EnumSet.noneOf(Right.class);
    digests.forEach((right, digest) -> {
      if (MessageDigest.isEqual(digest, sent)) {
        rights.add(right);
      }
    });
    return rights.contains(Right.ADMIN) ? EnumSet.allOf(Right.class) : rights;
  }

  /// What instances show each other: derived from the admin token, so that nobody who claims to be
  /// an instance is sent that; good for reading only.
  Optional<String> peer() {
    return peer;
  }

  boolean isPeer(String token) {
    return peer.map(own -> MessageDigest.isEqual(digest(own), digest(token))).orElse(false);
  }

  private static String derived(String admin) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(admin.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(PEER_PURPOSE.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
    }
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
