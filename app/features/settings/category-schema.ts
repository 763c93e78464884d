/** The form of a category, checked alike in the browser and on the server. */
import { z } from "zod";
import { m } from "~/lib/i18n/messages";

/** As the constraints of the database have it, in characters: an emoji is one, to zod as well. */
export const categoryLimits = { name: 60, description: 200 };

export const categorySchema = z.object({
  name: z
    .string({ error: () => m.settings_category_name_required() })
    .trim()
    .min(1, { error: () => m.settings_category_name_required() })
    .max(categoryLimits.name, { error: () => m.errors_text_length() }),
  description: z
    .string()
    .trim()
    .max(categoryLimits.description, { error: () => m.errors_text_length() })
    .default(""),
});

/** Which field a refusal of the database belongs to. */
export const fieldOfCategoryError: Record<string, string> = {
  ticket_categories_name_key: "name",
  ticket_categories_name_length: "name",
  ticket_categories_description_length: "description",
};
