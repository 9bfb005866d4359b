from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("collect", "0007_stated")]

    operations = [
        migrations.AddIndex(
            model_name="manuscript",
            index=models.Index(
                condition=Q(("about__isnull", False)), fields=["about"], name="manuscript_about"
            ),
        ),
    ]
