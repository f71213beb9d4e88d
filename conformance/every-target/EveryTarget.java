import org.openapitools.codegen.CodegenConfig;
import org.openapitools.codegen.CodegenConfigLoader;
import org.openapitools.codegen.CodegenType;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;
import org.openapitools.codegen.config.GlobalSettings;
import org.openapitools.codegen.meta.Stability;

/** Generates a client with every target that is not deprecated: DESCRIPTION FOLDER. The name of each is printed before what it says. */
class EveryTarget {
    public static void main(String[] arguments) {
        for (CodegenConfig target : CodegenConfigLoader.getAll()) {
            var stability = target.getGeneratorMetadata().getStability();
            if (target.getTag() != CodegenType.CLIENT || stability == Stability.DEPRECATED) {
                continue;
            }
            System.out.println("target " + target.getName());
            GlobalSettings.reset();
            var configured = new CodegenConfigurator()
                .setInputSpec(arguments[0])
                .setGeneratorName(target.getName())
                .setOutputDir(arguments[1] + "/" + target.getName());
            for (String part : new String[] {"apiTests", "modelTests", "apiDocs", "modelDocs"}) {
                configured.addGlobalProperty(part, "false");
            }
            try {
                new DefaultGenerator().opts(configured.toClientOptInput()).generate();
            } catch (RuntimeException failure) {
                System.out.println("ERROR it failed: " + failure);
            }
        }
    }
}
