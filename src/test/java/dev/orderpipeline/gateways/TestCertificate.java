package dev.orderpipeline.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed certificate for 127.0.0.1, made by the JDK's `keytool`.
public record TestCertificate(Path keyStore, Path pem, Path keyPem) {

  static final String PASSWORD = "changeit";

  /// Takes seconds: make one for a whole test class.
  public static TestCertificate create() {
    try {
      Path dir = Files.createTempDirectory("certificate");
      Path keyStore = dir.resolve("server.p12");
      generate(keyStore);
      Path pem = Files.writeString(dir.resolve("server.pem"), export(keyStore));
      dir.toFile().deleteOnExit();
      keyStore.toFile().deleteOnExit();
      pem.toFile().deleteOnExit();
      Path keyPem = Files.writeString(dir.resolve("server-key.pem"), exportKey(keyStore));
      keyPem.toFile().deleteOnExit();
      return new TestCertificate(keyStore, pem, keyPem);
    } catch (Exception e) {
      throw new IllegalStateException("cannot make a certificate for the test", e);
    }
  }

  private static void generate(Path keyStore) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (!keytool.waitFor(30, SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool failed: " + output);
    }
  }

  /// Trusts this certificate and no other.
  public SSLContext trusting() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("server", open(keyStore).getCertificate("server"));
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException("cannot trust the test's certificate", e);
    }
  }

  private static KeyStore open(Path keyStore) throws Exception {
    return KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
  }

  private static String exportKey(Path keyStore) throws Exception {
    return pem("PRIVATE KEY", open(keyStore).getKey("server", PASSWORD.toCharArray()).getEncoded());
  }

  private static String export(Path keyStore) throws Exception {
    return pem("CERTIFICATE", open(keyStore).getCertificate("server").getEncoded());
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), what);
  }
}
