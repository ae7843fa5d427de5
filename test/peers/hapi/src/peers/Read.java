package peers;

import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.model.primitive.CommonTS;
import ca.uhn.hl7v2.parser.Parser;
import ca.uhn.hl7v2.util.Terser;
import java.io.PrintWriter;
import java.util.Set;

/** `Read FRAMES OUT`: writes every value of every frame by its path, and how HAPI reads the times that we decode. */
public final class Read {
  private static final Set<String> TIMES =
      Set.of("MSH-7", "EVN-2", "EVN-6", "PID-7", "PID-29", "PV1-44", "PV1-45", "PV2-8", "PV2-9", "ZU1-24");

  private final PrintWriter out;
  private int message;

  private Read(PrintWriter out) {
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    try (PrintWriter out = new PrintWriter(args[1], "UTF-8")) {
      Parser parser = Hapi.open(false).getPipeParser();
      Read read = new Read(out);
      for (String frame : Hapi.framesOf(args[0])) {
        try {
          read.walk(parser.parse(frame));
        } catch (Exception refused) {
          read.write("refused", refused.getClass().getSimpleName() + ": " + refused.getMessage());
        }
        read.message += 1;
      }
      System.out.println("read " + read.message);
    }
  }

  private void walk(Message parsed) throws Exception {
    int number = 0;
    for (String name : parsed.getNames()) {
      for (Structure structure : parsed.getAll(name)) {
        segment(number + " " + structure.getName(), (Segment) structure);
        number += 1;
      }
    }
  }

  private void segment(String place, Segment segment) throws Exception {
    boolean isHeader = segment.getName().equals("MSH");
    write(place, String.valueOf(segment.numFields()));
    for (int field = isHeader ? 3 : 1; field <= segment.numFields(); field += 1) {
      Type[] repetitions = segment.getField(field);
      for (int number = 0; number < repetitions.length; number += 1) {
        values(place + "-" + field + "(" + (number + 1) + ")", repetitions[number]);
      }
      if (TIMES.contains(segment.getName() + "-" + field) && repetitions.length > 0) {
        time(place + "-" + field, Terser.getPrimitive(repetitions[0], 1, 1).getValue());
      }
    }
  }

  private void values(String place, Type repetition) throws Exception {
    int components = Terser.numComponents(repetition);
    for (int component = 1; component <= components; component += 1) {
      int parts = Terser.numSubComponents(repetition, component);
      for (int part = 1; part <= parts; part += 1) {
        String value = Terser.getPrimitive(repetition, component, part).getValue();
        if (value != null && !value.isEmpty()) write(place + "." + component + "." + part, value);
      }
    }
  }

  private void time(String place, String told) {
    if (told == null || told.isEmpty()) return;
    try {
      CommonTS time = new CommonTS(told);
      String date = String.format("%04d-%02d-%02d", time.getYear(), time.getMonth(), time.getDay());
      String clock = String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
      boolean hasOffset = time.getGMTOffset() != NO_OFFSET;
      write(place + " time", date + "T" + clock + (hasOffset ? " " + time.getGMTOffset() : ""));
    } catch (Exception none) {
      write(place + " time", "none");
    }
  }

  private static final int NO_OFFSET = -99;

  private void write(String path, String value) {
    String line = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    out.print(message + "\t" + path + "\t" + line + "\n");
  }
}
