package peers;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.llp.ExtendedMinLLPReader;
import ca.uhn.hl7v2.llp.MinLowerLayerProtocol;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.ParserConfiguration;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import ca.uhn.hl7v2.validation.ValidationContext;
import ca.uhn.hl7v2.validation.impl.DefaultValidationWithoutTN;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** What the three programs share: how HAPI is set up, and how a file of frames is read with HAPI's own reader. */
final class Hapi {
  /** What MSH-18 does not say is windows-1252, as in a partner's file. */
  static final Charset CHARSET = Charset.forName("windows-1252");

  private Hapi() {}

  /** `strict`: the classes of HL7 2.4 and HAPI's default rules; else whatever stands in a message, by position alone. */
  static HapiContext open(boolean strict) {
    HapiContext context =
        strict
            ? new DefaultHapiContext(rules())
            : new DefaultHapiContext(
                new ParserConfiguration(), ValidationContextFactory.noValidation(), new GenericModelClassFactory());
    context.getParserConfiguration().setAllowUnknownVersions(!strict);
    // The usual one keeps its numbers in a file of the folder that it is started in.
    context.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
    MinLowerLayerProtocol protocol = new MinLowerLayerProtocol();
    protocol.setCharset(CHARSET);
    context.setLowerLayerProtocol(protocol);
    return context;
  }

  /**
   * HAPI's default rules but two: that every telephone number is an American one, and that PD1-3.3 is a number. In England it is
   * the code of a practice.
   */
  private static ValidationContext rules() {
    DefaultValidationWithoutTN rules = new DefaultValidationWithoutTN();
    rules.getPrimitiveRuleBindings().removeIf(rule -> rule.appliesToScope("NM"));
    return rules;
  }

  static List<String> framesOf(String file) throws Exception {
    List<String> frames = new ArrayList<>();
    try (InputStream bytes = new BufferedInputStream(new FileInputStream(file))) {
      ExtendedMinLLPReader reader = new ExtendedMinLLPReader(bytes, CHARSET);
      for (String frame = reader.getMessage(); frame != null; frame = reader.getMessage()) frames.add(frame);
    } catch (SocketException end) {
      // So HAPI's reader says that a stream has ended. Whoever asked counts what was read.
    }
    return frames;
  }
}
