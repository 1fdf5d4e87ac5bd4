from django.urls import path

from operating.views import metrics

urlpatterns = [path("metrik/", metrics, name="metrics")]
