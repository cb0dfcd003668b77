package dev.orderpipeline.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/// A self-signed certificate for 127.0.0.1, made by the JDK's `keytool`.
record TestCertificate(Path keyStore, Path pem) {

  static final String PASSWORD = "changeit";

  /// Takes seconds: make one for a whole test class.
  static TestCertificate create() {
    try {
      Path dir = Files.createTempDirectory("certificate");
      Path keyStore = dir.resolve("server.p12");
      generate(keyStore);
      Path pem = Files.writeString(dir.resolve("server.pem"), export(keyStore));
      dir.toFile().deleteOnExit();
      keyStore.toFile().deleteOnExit();
      pem.toFile().deleteOnExit();
      return new TestCertificate(keyStore, pem);
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

  private static String export(Path keyStore) throws Exception {
    byte[] certificate =
        KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray())
            .getCertificate("server")
            .getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
        + "\n-----END CERTIFICATE-----\n";
  }
}
