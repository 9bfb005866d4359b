from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("collect", "0008_about_another"), ("publish", "0003_urgent")]

    operations = [
        migrations.AddIndex(
            model_name="publicationitem",
            index=models.Index(
                condition=Q(("acts_on__isnull", False)), fields=["acts_on"], name="item_acts_on"
            ),
        ),
    ]
